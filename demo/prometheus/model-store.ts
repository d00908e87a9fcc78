import type { DemoSeries, TrafficModel } from '../model/types';
import type { Milliseconds } from './ast';
import { NAME_LABEL } from './labels';
import { matches, type Matcher } from './matcher';
import { LabelMemory } from './node-memory';
import type { SampledSeries, SampleStore, SampleWindow, WindowEnds } from './samples';

/** A function of time, seen only at the moments of a regular scrape. */
class ScrapedSeries implements SampledSeries {
  readonly name: string;
  readonly labels: DemoSeries['labels'];
  readonly isMonotone: boolean;
  readonly #source: DemoSeries;
  readonly #stepMs: Milliseconds;

  constructor(source: DemoSeries, stepMs: Milliseconds) {
    this.name = source.name;
    this.labels = source.labels;
    this.isMonotone = source.type !== 'gauge';
    this.#source = source;
    this.#stepMs = stepMs;
  }

  window(after: Milliseconds, upTo: Milliseconds): SampleWindow {
    const times: Milliseconds[] = [];
    const values: number[] = [];
    for (let time = this.#firstAfter(after); time <= upTo; time += this.#stepMs) {
      times.push(time);
      values.push(this.#source.valueAt(time / 1000));
    }
    return { times, values };
  }

  ends(after: Milliseconds, upTo: Milliseconds): WindowEnds | undefined {
    const firstTime = this.#firstAfter(after);
    const lastTime = Math.floor(upTo / this.#stepMs) * this.#stepMs;
    if (lastTime < firstTime) return undefined;
    const lastValue = this.#source.valueAt(lastTime / 1000);
    const isOne = firstTime === lastTime;
    return {
      count: Math.round((lastTime - firstTime) / this.#stepMs) + 1,
      firstTime,
      firstValue: isOne ? lastValue : this.#source.valueAt(firstTime / 1000),
      lastTime,
      lastValue,
    };
  }

  #firstAfter(after: Milliseconds): Milliseconds {
    return (Math.floor(after / this.#stepMs) + 1) * this.#stepMs;
  }
}

/** So many answers are kept; the console asks the same few dozen questions over and over. */
const MAX_KEPT_SELECTIONS = 400;

interface Selection {
  readonly from: readonly DemoSeries[];
  readonly series: readonly SampledSeries[];
}

function textOf(matchers: readonly Matcher[]): string {
  return JSON.stringify(matchers.map(({ label, op, value }) => [label, op, value]));
}

/** The series of a traffic model as a Prometheus would have scraped them. */
export class ModelStore implements SampleStore {
  readonly labelMemory = new LabelMemory();
  readonly #model: TrafficModel;
  readonly #stepMs: Milliseconds;
  readonly #scraped = new WeakMap<DemoSeries, SampledSeries>();
  readonly #selections = new Map<string, Selection>();

  constructor(model: TrafficModel, scrapeSeconds: number) {
    this.#model = model;
    this.#stepMs = scrapeSeconds * 1000;
  }

  select(matchers: readonly Matcher[]): readonly SampledSeries[] {
    const name = matchers.find(({ label, op }) => label === NAME_LABEL && op === '=')?.value;
    const from = this.#model.series(name);
    const key = textOf(matchers);
    const known = this.#selections.get(key);
    if (known?.from === from) return known.series;
    const series = from
      .filter((each) => matches(each, matchers))
      .map((each) => this.#scrapedOf(each));
    this.#keep(key, { from, series });
    return series;
  }

  #scrapedOf(source: DemoSeries): SampledSeries {
    const known = this.#scraped.get(source);
    if (known) return known;
    const scraped = new ScrapedSeries(source, this.#stepMs);
    this.#scraped.set(source, scraped);
    return scraped;
  }

  #keep(key: string, selection: Selection): void {
    this.#selections.delete(key);
    this.#selections.set(key, selection);
    const [oldest] = this.#selections.keys();
    if (this.#selections.size > MAX_KEPT_SELECTIONS && oldest !== undefined) {
      this.#selections.delete(oldest);
    }
  }
}
