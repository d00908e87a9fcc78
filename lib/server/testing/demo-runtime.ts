import { startDemo, type Demo } from '@/demo/main';
import { startPrometheus } from '@/demo/prometheus/start-prometheus';
import { MESHES } from '@/lib/mesh/registry';
import type { Config } from '@/lib/server/config/config';
import { identify } from '@/lib/server/access/identify';
import type { Identity } from '@/lib/server/access/identity';
import { createMetrics } from '@/lib/server/metrics';
import type { Runtime } from '@/lib/server/runtime';
import { BARE_CONFIG, recordingLog, testRuntime } from '@/lib/server/testing/test-runtime';
import { createUpstreams } from '@/lib/server/upstreams';

/** People of the demo's Kubernetes API; see demo/kubernetes/access.ts. */
export type DemoPerson = 'admin' | 'editor' | 'viewer' | 'shop-viewer';

export interface DemoRuntime {
  readonly demo: Demo;
  readonly runtime: Runtime;
  readonly logLines: () => readonly string[];
  /** The identity that a request with this person's token has. */
  readonly as: (person: DemoPerson) => Promise<Identity>;
  /** Moves the runtime's clock on, past what it keeps. */
  readonly skip: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** Starts the demo mesh on free ports, and a runtime whose real clients talk to it. */
export async function startDemoRuntime(config: Partial<Config> = {}): Promise<DemoRuntime> {
  const demo = await startDemo();
  const prometheus = await startPrometheus({
    model: demo.model,
    port: 0,
    now: () => Date.now() / 1000,
  });
  const kubeconfig = demo.kubeconfigs['admin'] ?? '';
  const whole: Config = {
    ...BARE_CONFIG,
    auth: 'header',
    writes: true,
    prometheus: { url: prometheus.url },
    tracing: { url: demo.tracingUrl, kind: 'auto' },
    kubernetes: { kubeconfig },
    ...config,
  };
  const upstreams = createUpstreams(whole, createMetrics({ withProcess: false }), () => undefined);
  let skippedMs = 0;
  const now = () => Date.now() + skippedMs;
  const { log, lines } = recordingLog();
  const runtime = testRuntime({ config: whole, upstreams, meshes: MESHES, now, log });
  return {
    demo,
    runtime,
    logLines: lines,
    async as(person) {
      const request = new Request('http://localhost/', {
        headers: { authorization: `Bearer demo-${person}` },
      });
      const { kubernetes } = upstreams;
      const identity = await identify(request, { config: whole, kubernetes, now });
      if (identity === null) throw new Error(`nobody is ${person}`);
      return identity;
    },
    skip(ms) {
      skippedMs += ms;
    },
    async close() {
      runtime.caches.watches.close();
      await Promise.all([
        upstreams.prometheus?.close(),
        upstreams.tracing?.close(),
        upstreams.kubernetes?.close(),
      ]);
      await Promise.all([demo.close(), prometheus.close()]);
    },
  };
}
