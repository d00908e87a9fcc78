import ipaddr from 'ipaddr.js';
import { allOf, anyOf, maybeOf, notOf, type Maybe } from '@/lib/mesh/policies/maybe';

/**
 * Whether addresses lie in networks, given as CIDR or as single addresses.
 *
 * @param addresses Null when nobody knows them. Where only some lie inside, it depends on which pod calls.
 */
export function areIn(addresses: readonly string[] | null, networks: readonly string[]): Maybe {
  if (networks.some(isEverything)) return 'yes';
  if (addresses === null || addresses.length === 0) return 'maybe';
  const inside = addresses.map((address) =>
    maybeOf(networks.some((network) => isIn(address, network))),
  );
  return allSame(inside);
}

/** Whether addresses lie in a network and in none of its exceptions. */
export function areInExcept(
  addresses: readonly string[] | null,
  network: string,
  except: readonly string[],
): Maybe {
  const excepted = except.length === 0 ? 'no' : areIn(addresses, except);
  return allOf([areIn(addresses, [network]), notOf(excepted)]);
}

function allSame(answers: readonly Maybe[]): Maybe {
  const all = allOf(answers);
  return all === 'no' && anyOf(answers) === 'yes' ? 'maybe' : all;
}

function isEverything(network: string): boolean {
  return network === '0.0.0.0/0' || network === '::/0';
}

function isIn(address: string, network: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const own = ipaddr.parse(address);
  const cidr = network.includes('/') ? network : `${network}/${own.kind() === 'ipv4' ? 32 : 128}`;
  if (!ipaddr.isValidCIDR(cidr)) return false;
  const [range, bits] = ipaddr.parseCIDR(cidr);
  return range.kind() === own.kind() && own.match(range, bits);
}
