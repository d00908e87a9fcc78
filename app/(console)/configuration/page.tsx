import type { Metadata } from 'next';
import { Configuration } from '@/components/configuration/configuration';

export const metadata: Metadata = { title: 'Configuration' };

export default function ConfigurationPage() {
  return <Configuration />;
}
