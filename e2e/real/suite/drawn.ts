import { z } from 'zod';
import { filledQuery, readDashboard } from '@/lib/testing/grafana-dashboards';
import { askPrometheus, type PlainSample } from './ask';

const valuesSchema = z.object({ status: z.literal('success'), data: z.array(z.string()) });
const LABEL_VALUES = /^label_values\((?<series>.+), (?<label>\w+)\)$/;

/** What Grafana offers for the variable `namespace` of a dashboard. */
export async function namespacesOf(url: string, file: string): Promise<readonly string[]> {
  const variable = readDashboard(file).templating.list.find(({ name }) => name === 'namespace');
  const query = typeof variable?.query === 'object' ? variable.query.query : '';
  const { series = '', label = '' } = LABEL_VALUES.exec(query)?.groups ?? {};
  const asked = new URLSearchParams({ 'match[]': series });
  const response = await fetch(`${url}/api/v1/label/${label}/values?${asked}`);
  return valuesSchema.parse(await response.json()).data;
}

/** Of what a figure is, as the legend of a dashboard says: a workload or a pod. */
export interface Line {
  readonly workload: string | undefined;
  readonly pod: string | undefined;
  readonly value: number;
}

function lineOf({ labels, value }: PlainSample): Line {
  const workload = labels['destination_workload'] ?? labels['deployment'];
  return { workload, pod: labels['pod'], value };
}

/** What Grafana asks of a Prometheus. */
export interface Asked {
  readonly url: string;
  readonly atSeconds: number;
  readonly windowSeconds: number;
  /** Changes a query on its way. */
  readonly edit?: (expr: string) => string;
}

/** What Grafana draws in a panel at one moment: one figure for each line. Nothing where it has no such panel. */
export async function drawn(
  { url, atSeconds, windowSeconds, edit = (expr) => expr }: Asked,
  file: string,
  title: string,
  namespace: string,
): Promise<readonly Line[]> {
  const panel = readDashboard(file).panels.find((each) => each.title === title);
  const answers = await Promise.all(
    (panel?.targets ?? []).map(({ expr }) =>
      askPrometheus(url, filledQuery(edit(expr), namespace, windowSeconds), atSeconds),
    ),
  );
  return answers.flat().map(lineOf);
}

/** A pod of a Deployment or, with a number, of a StatefulSet. */
const POD = /^(?<workload>.+?)(-[a-z0-9]+-[a-z0-9]{5}|-\d+)$/;

/** The lines of a workload. */
export function linesOf(lines: readonly Line[], name: string): readonly number[] {
  const nameOf = ({ workload, pod = '' }: Line) => workload ?? POD.exec(pod)?.groups?.['workload'];
  return lines.filter((line) => nameOf(line) === name).map(({ value }) => value);
}
