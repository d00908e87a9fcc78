import type { Panel, PanelSubject } from '@/lib/contract/embed-link';
import { DEFAULT_CLUSTER } from '@/lib/contract/urls';
import { DEFAULT_VIEW, windowSecondsOf, type View } from '@/lib/contract/view-url';
import { parseNodeId } from '@/lib/domain/model';

/** A view of the console that can be embedded. */
export interface PanelPage {
  readonly panel: Panel;
  readonly subject: PanelSubject;
  /** What else the panel reads from its address, such as the filters of traces. */
  readonly filters?: URLSearchParams | undefined;
}

/** Which parts of an address a dashboard of Grafana fills in by its variables. */
export interface Variables {
  readonly time: boolean;
  /** With a service or workload also that. */
  readonly namespace: boolean;
}

/** Which variables mean something for a panel: a trace is one, whatever time and namespace a dashboard shows. */
export function variablesOf({ panel, subject }: PanelPage): Variables {
  const hasOtherSubject = subject.edge !== undefined || subject.service !== undefined;
  return { time: panel !== 'trace', namespace: panel !== 'trace' && !hasOtherSubject };
}

export interface AddressOptions {
  /** The origin at which panels are reached. */
  readonly origin: string;
  readonly view: View;
  readonly variables: Variables;
  readonly theme: 'light' | 'dark' | null;
  /** A signed link. */
  readonly link: string | null;
}

/** The namespaces of a panel: that of its node, else those of the view. */
export function panelNamespaces({ subject }: PanelPage, view: View): readonly string[] {
  const node = parseNodeId(subject.node ?? '');
  return node === null ? view.namespaces : [node.namespace];
}

/**
 * Writes the address of a panel as `readEmbed` reads it. Variables of Grafana stand as they are, not encoded: it
 * replaces them by their values before a browser sees the address.
 */
export function embedAddress(page: PanelPage, options: AddressOptions): string {
  const { origin, theme, link } = options;
  const pairs = [
    ...(page.panel === 'trace' ? [] : timeOf(options)),
    ...namespacesOf(page, options),
    ...subjectOf(page.subject, options.variables),
    ...[...(page.filters ?? [])].map(([name, value]) => pair(name, value)),
    ...(theme === null ? [] : [pair('theme', theme)]),
  ];
  const query = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return `${origin}/embed/${page.panel}${query}${link === null ? '' : `#link=${link}`}`;
}

/** The frame of a panel for a Text panel of Grafana in HTML. */
export function embedFrame(address: string): string {
  const src = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe\n  src="${src}"\n  style="width: 100%; height: 100%; border: 0"\n></iframe>`;
}

function timeOf({ view, variables }: AddressOptions): readonly string[] {
  if (variables.time) return ['from=${__from}', 'to=${__to}'];
  const { between, at, window, refresh } = view;
  const windowMs = windowSecondsOf(view) * 1000;
  if (between !== null) return [pair('from', between.fromMs), pair('to', between.toMs)];
  if (at !== null) return [pair('from', at - windowMs), pair('to', at)];
  const renewed = refresh === DEFAULT_VIEW.refresh ? [] : [pair('refresh', refresh)];
  return [pair('from', `now-${window}`), pair('to', 'now'), ...renewed];
}

function namespacesOf(page: PanelPage, { view, variables }: AddressOptions): readonly string[] {
  if (variables.namespace) {
    return [
      page.subject.node === undefined
        ? 'var-namespace=${namespace:csv}'
        : 'var-namespace=$namespace',
    ];
  }
  const names = panelNamespaces(page, view);
  return names.length === 0 ? [] : [pair('var-namespace', names.join(','))];
}

function subjectOf(
  { node, edge, service, trace }: PanelSubject,
  variables: Variables,
): readonly string[] {
  if (trace !== undefined) return [pair('var-trace', trace)];
  if (edge !== undefined) return [pair('edge', edge)];
  if (service !== undefined) return [pair('service', service)];
  const parsed = parseNodeId(node ?? '');
  if (parsed === null) return [];
  const { name, cluster } = parsed;
  const kind = parsed.kind === 'service' ? 'service' : 'workload';
  return [
    variables.namespace ? `var-${kind}=$${kind}` : pair(`var-${kind}`, name),
    ...(cluster === DEFAULT_CLUSTER ? [] : [pair('var-cluster', cluster)]),
  ];
}

/** Commas stay, since they are read more easily. */
function pair(name: string, value: string | number): string {
  return `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`;
}
