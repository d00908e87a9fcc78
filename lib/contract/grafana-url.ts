import { windowSecondsOf, type View } from '@/lib/contract/view-url';

export interface DashboardLink {
  /** Where Grafana is; it may carry a path. */
  readonly grafana: string;
  /** Of the dashboard, as it was imported from deploy/grafana. */
  readonly uid: string;
  readonly namespace: string;
  /** The origin of this console, to which the dashboard links back. */
  readonly console: string;
}

/** Writes the address of a dashboard of Grafana with the namespace and the time of a view. */
export function dashboardHref(
  { grafana, uid, namespace, console }: DashboardLink,
  view: View,
): string {
  const { fromMs, toMs } = rangeOf(view);
  const params = new URLSearchParams({
    from: String(fromMs),
    to: String(toMs),
    'var-namespace': namespace,
    'var-alidade': console,
  });
  return `${grafana}/d/${encodeURIComponent(uid)}?${params}`;
}

/** Epoch milliseconds, or how long before now. */
function rangeOf(view: View): { readonly fromMs: number | string; readonly toMs: number | string } {
  const { between, at, window } = view;
  if (between !== null) return between;
  if (at === null) return { fromMs: `now-${window}`, toMs: 'now' };
  return { fromMs: at - windowSecondsOf(view) * 1000, toMs: at };
}
