import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ObjectPage } from '@/components/configuration/object-page';
import { parseObjectId } from '@/lib/domain/object-ref';

export const metadata: Metadata = { title: 'Configuration' };

export default async function ConfiguredObjectPage({ params }: PageProps<'/configuration/[id]'>) {
  const { id } = await params;
  const object = parseObjectId(decodeURIComponent(id));
  if (object === null) notFound();
  return <ObjectPage object={object} />;
}
