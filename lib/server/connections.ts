/**
 * On which Node tells of each connection that a server of this process takes:
 * https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html#built-in-channels
 */
export const CONNECTION = 'net.server.socket';

/** A member of what Node tells, which has no type. Undefined where there is none. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
