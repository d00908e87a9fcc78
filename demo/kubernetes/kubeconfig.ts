import { USERS } from './access';

/**
 * Writes a kubeconfig with one context for each person of the demo, `demo-<name>`.
 *
 * @param current the person of the current context
 */
export function kubeconfigText(server: string, current: string): string {
  const named = (name: string, field: string, value: object): object => ({ name, [field]: value });
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [named('demo', 'cluster', { server })],
    users: USERS.map(({ name, token }) => named(name, 'user', { token })),
    contexts: USERS.map(({ name }) =>
      named(`demo-${name}`, 'context', { cluster: 'demo', user: name }),
    ),
    'current-context': `demo-${current}`,
  };
  // JSON is YAML.
  return `${JSON.stringify(config, null, 2)}\n`;
}
