import type { Metadata } from 'next';
import { Practices } from '@/components/practices/practices';

export const metadata: Metadata = { title: 'Practices' };

export default function PracticesPage() {
  return <Practices />;
}
