import type { Split } from '@/lib/domain/split';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { indexCluster } from '@/lib/mesh/linkerd/cluster';
import { profileSplits } from '@/lib/mesh/linkerd/profile-splits';
import { routeSplits } from '@/lib/mesh/linkerd/route-splits';
import { trafficSplitSplits } from '@/lib/mesh/linkerd/traffic-splits';

/** Reads every weighted choice out of Linkerd's HTTPRoutes, TrafficSplits and ServiceProfiles. */
export function splits(objects: ObjectStore): readonly Split[] {
  const cluster = indexCluster(objects);
  return [...routeSplits(cluster), ...trafficSplitSplits(cluster), ...profileSplits(cluster)];
}
