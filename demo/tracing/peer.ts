import { spansOf } from '../meshes/registry';
import { isGateway } from '../model/gateways';
import { placeOf } from '../model/place';
import type { DemoWorkload } from '../model/types';
import type { PodFacts, Reporter, SpanStyle } from './span-style';

/** A pod of a workload, and how its tracers report. */
export interface Peer extends PodFacts {
  readonly isGateway: boolean;
  readonly style: SpanStyle;
  /** Of the proxy. */
  readonly proxy: Reporter;
  readonly application: Reporter;
}

/** The pods of a workload. */
export function peersOf(workload: DemoWorkload): readonly Peer[] {
  const style = spansOf(workload.mesh);
  return workload.pods.map((pod) => {
    const facts = { workload, pod, ip: placeOf(workload.namespace, pod).ip };
    const proxy = style.reporter(facts);
    return {
      ...facts,
      isGateway: isGateway(workload),
      style,
      proxy,
      application: style.application?.(facts) ?? proxy,
    };
  });
}
