import { adjacency, at, type Adjacency } from '@/lib/viz/graph/layout/adjacency';

/**
 * Ranks vertices so that few links lead from a higher rank to a lower: what is left of cycles.
 *
 * The greedy heuristic of Eades, Lin and Smyth (1993): sinks to the end, sources to the front, and
 * when neither is left the vertex with the largest surplus of outgoing links to the front. Ties go
 * to the lower index, so the ranks depend on nothing else. Links of a vertex to itself are ignored.
 *
 * @returns For every vertex its rank, 0 first; a permutation.
 */
export function flowRank(
  vertexCount: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): Int32Array {
  return new FlowRanking(vertexCount, from, to).run();
}

class FlowRanking {
  private readonly out: Adjacency;
  private readonly into: Adjacency;
  private readonly outDegree: Int32Array;
  private readonly inDegree: Int32Array;
  private readonly rank: Int32Array;
  private readonly sources: number[] = [];
  private readonly sinks: number[] = [];
  private front = 0;
  private back: number;

  private readonly vertexCount: number;

  constructor(vertexCount: number, from: ArrayLike<number>, to: ArrayLike<number>) {
    this.vertexCount = vertexCount;
    this.out = adjacency(vertexCount, from, to);
    this.into = adjacency(vertexCount, to, from);
    this.outDegree = new Int32Array(vertexCount);
    this.inDegree = new Int32Array(vertexCount);
    this.rank = new Int32Array(vertexCount).fill(-1);
    this.back = vertexCount - 1;
    for (let i = 0; i < from.length; i++) {
      const [u, v] = [at(from, i), at(to, i)];
      if (u === v) continue;
      this.outDegree[u] = at(this.outDegree, u) + 1;
      this.inDegree[v] = at(this.inDegree, v) + 1;
    }
  }

  run(): Int32Array {
    for (let v = 0; v < this.vertexCount; v++) {
      if (at(this.inDegree, v) === 0) this.sources.push(v);
      else if (at(this.outDegree, v) === 0) this.sinks.push(v);
    }
    while (this.front <= this.back) {
      const sink = this.sinks.pop();
      const source = sink === undefined ? this.sources.shift() : undefined;
      if (sink !== undefined) this.remove(sink, false);
      else this.remove(source ?? this.largestSurplus(), true);
    }
    return this.rank;
  }

  private remove(v: number, toFront: boolean): void {
    if (at(this.rank, v) !== -1) return;
    this.rank[v] = toFront ? this.front++ : this.back--;
    this.release(v, this.out, this.inDegree, this.sources);
    this.release(v, this.into, this.outDegree, this.sinks);
  }

  private release(v: number, links: Adjacency, degree: Int32Array, free: number[]): void {
    for (let i = at(links.start, v); i < at(links.start, v + 1); i++) {
      const w = at(links.list, i);
      if (w === v || at(this.rank, w) !== -1) continue;
      degree[w] = at(degree, w) - 1;
      if (at(degree, w) === 0) free.push(w);
    }
  }

  private largestSurplus(): number {
    let best = 0;
    let surplus = -Infinity;
    for (let v = 0; v < this.vertexCount; v++) {
      if (at(this.rank, v) !== -1) continue;
      const own = at(this.outDegree, v) - at(this.inDegree, v);
      if (own <= surplus) continue;
      [best, surplus] = [v, own];
    }
    return best;
  }
}
