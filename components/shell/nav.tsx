'use client';

import {
  FileCog,
  Gauge,
  Layers,
  ListChecks,
  Network,
  ShieldCheck,
  Split,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useView } from '@/components/shell/use-view';
import { GanttIcon } from '@/components/shell/brand';
import {
  configurationHref,
  graphHref,
  meshesHref,
  overviewHref,
  practicesHref,
  securityHref,
  servicesHref,
  tracesHref,
  trafficHref,
} from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import styles from './nav.module.css';

interface Place {
  readonly name: string;
  readonly icon: LucideIcon | typeof GanttIcon;
  readonly hrefOf: (view: View) => string;
  /** The first parts of the paths it covers. */
  readonly covers: readonly string[];
}

const PLACES: readonly Place[] = [
  { name: 'Overview', icon: Gauge, hrefOf: overviewHref, covers: [''] },
  { name: 'Graph', icon: Waypoints, hrefOf: (view) => graphHref(view), covers: ['graph'] },
  { name: 'Services', icon: Layers, hrefOf: servicesHref, covers: ['services', 'workloads'] },
  { name: 'Traces', icon: GanttIcon, hrefOf: (view) => tracesHref(view), covers: ['traces'] },
  { name: 'Traffic', icon: Split, hrefOf: (view) => trafficHref(view), covers: ['traffic'] },
  {
    name: 'Configuration',
    icon: FileCog,
    hrefOf: configurationHref,
    covers: ['configuration'],
  },
  {
    name: 'Security',
    icon: ShieldCheck,
    hrefOf: (view) => securityHref(view),
    covers: ['security'],
  },
  { name: 'Meshes', icon: Network, hrefOf: (view) => meshesHref(view), covers: ['meshes'] },
  {
    name: 'Practices',
    icon: ListChecks,
    hrefOf: (view) => practicesHref(view),
    covers: ['practices'],
  },
];

/** The places of the console. Links keep the namespaces and the time. */
export function Nav() {
  const { view } = useView();
  const [, here = ''] = usePathname().split('/');
  return (
    <nav aria-label="Main">
      <ul className={styles.list}>
        {PLACES.map(({ name, icon: Icon, hrefOf, covers }) => (
          <li key={name}>
            <Link
              href={hrefOf(view)}
              prefetch={false}
              className={styles.link}
              aria-current={covers.includes(here) ? 'page' : undefined}
            >
              <Icon aria-hidden="true" />
              <span className={styles.name}>{name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
