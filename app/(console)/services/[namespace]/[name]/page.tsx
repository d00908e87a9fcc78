import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ResilienceTab } from '@/components/resilience/resilience-tab';
import { RoutingTab } from '@/components/resilience/routing-tab';
import { NodePage } from '@/components/services/node-page';
import { readNodePath } from '@/lib/contract/node-url';

type Props = PageProps<'/services/[namespace]/[name]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: readNodePath(await params)?.name ?? 'Not found' };
}

export default async function ServicePage({ params }: Props) {
  const place = readNodePath(await params);
  if (place === null) notFound();
  return (
    <NodePage
      kind="service"
      {...place}
      resilience={<ResilienceTab {...place} />}
      routing={<RoutingTab {...place} />}
    />
  );
}
