import { startDemo } from '@/demo/main';
import { startConsole, type Console } from './console';
import { startUpstreamProxy, type UpstreamProxy } from './upstream-proxy';

export interface World {
  readonly prometheus: UpstreamProxy;
  /** Starts a console on this world's upstreams. */
  console(): Promise<Console>;
  close(): Promise<void>;
}

const FIRST_PORT = 24_100;

/** The demo mesh, with a proxy that can fail before its Prometheus. */
export async function startWorld(): Promise<World> {
  const demo = await startDemo();
  const prometheus = await startUpstreamProxy(demo.prometheusUrl);
  const started: Console[] = [];
  const env = {
    PROMETHEUS_URL: prometheus.url,
    TRACING_URL: demo.tracingUrl,
    KUBECONFIG: demo.kubeconfigs['editor'] ?? '',
    AUTH: 'kubeconfig',
    WRITES: 'on',
    STOP_ACCEPT_SECONDS: '2',
  };
  return {
    prometheus,
    async console() {
      const made = await startConsole(env, FIRST_PORT);
      started.push(made);
      return made;
    },
    async close() {
      for (const each of started) await each.kill('SIGKILL');
      await prometheus.close();
      await demo.close();
    },
  };
}
