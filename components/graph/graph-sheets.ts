import { contains, grown, type Rect } from '@/lib/viz/graph/geometry';
import type { Label } from '@/lib/viz/graph/labels';
import { createPace } from '@/lib/viz/graph/pace';
import { paintGraph } from '@/lib/viz/graph/paint';
import type { GraphTheme } from '@/lib/viz/graph/pen';
import type { Scene } from '@/lib/viz/graph/scene';
import { marginLeft, reuseOf, sheetFor, worldOn, type Sheet } from '@/lib/viz/graph/sheet';
import { visibleWorld, type Size, type Transform } from '@/lib/viz/graph/transform';

/** What is to be seen. */
export interface Picture {
  readonly scene: Scene;
  readonly labels: ReadonlyMap<string, Label>;
  readonly theme: GraphTheme;
}

/** How a picture is looked at. */
export interface View {
  readonly transform: Transform;
  readonly size: Size;
}

/** Milliseconds that a frame may take while something is painted, drawing by the browser included. */
const FRAME_MS = 9;
/** Milliseconds of it that script may take. */
const SCRIPT_MS = 7;
/** In units of the world: what lies beside a part, such as a label, may reach so far into it. */
const BLEED = 60;

/** A picture as it was painted onto a canvas. */
interface Painted {
  readonly picture: Picture;
  readonly sheet: Sheet;
  /** The zoom that it was painted for. */
  readonly zoom: number;
}

interface Job extends Painted {
  readonly steps: Generator<undefined, void>;
}

/**
 * Two canvases: one is shown, larger than the view, and only moved; the next is painted aside, a few steps a
 * frame, when the first no longer covers the view or is of another zoom. What both show is copied, so that a pan
 * costs no more than the strip that it uncovers.
 */
export class GraphSheets {
  private readonly layers: readonly [HTMLCanvasElement, HTMLCanvasElement];
  private readonly pace = createPace(FRAME_MS);
  private readonly afterFrame = new MessageChannel();
  private front = 0;
  private painted: Painted | null = null;
  private job: Job | null = null;
  private isStale = false;
  private frame = { steps: 0, startedAt: 0 };

  constructor(layers: readonly [HTMLCanvasElement, HTMLCanvasElement]) {
    this.layers = layers;
    // A message that is sent in a frame comes when the browser is done with that frame.
    this.afterFrame.port1.onmessage = () => {
      const { steps, startedAt } = this.frame;
      this.pace.took(steps, performance.now() - startedAt);
    };
  }

  get hasPainted(): boolean {
    return this.painted !== null;
  }

  get isPainting(): boolean {
    return this.job !== null;
  }

  /** Everything is to be painted anew, whatever the view. */
  discard(): void {
    this.isStale = true;
  }

  destroy(): void {
    this.afterFrame.port1.close();
    for (const canvas of this.layers) canvas.remove();
  }

  /** Whether another sheet has to be painted for a view; while its zoom changes, the old one is scaled. */
  needsPainting({ transform, size }: View, isSettled: boolean): boolean {
    if (this.painted === null || this.isStale) return true;
    const { sheet, zoom, picture } = this.painted;
    if (isSettled && zoom !== transform.k) return true;
    const visible = visibleWorld(transform, size);
    // Beyond the graph itself there is nothing to paint.
    const wanted = clipped(grown(visible, marginLeft(visible.width)), picture.scene.bounds);
    return isSettled && !contains(grown(worldOn(sheet), 1), wanted);
  }

  start(picture: Picture, { transform, size }: View): void {
    const canvas = this.layers[1 - this.front];
    const context = canvas?.getContext('2d', { alpha: false });
    if (!canvas || !context) return;
    const sheet = sheetFor(transform, size, density());
    resizeCanvas(canvas, sheet);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.lineCap = 'butt';
    context.lineJoin = 'round';
    const parts = this.takeOver(context, picture, sheet) ?? [{ x: 0, y: 0, ...sizeOf(sheet) }];
    this.isStale = false;
    const zoom = transform.k;
    const steps = paintParts(context, { picture, sheet, zoom }, parts);
    this.job = { picture, sheet, zoom, steps };
  }

  /** Paints on for as long as a frame allows. */
  work(): void {
    if (this.job === null) return;
    const startedAt = performance.now();
    // Where there is nothing to look at yet, nothing can stutter.
    const most = this.painted === null ? Infinity : this.pace.steps();
    let steps = 0;
    let done = false;
    while (!done && steps < most && performance.now() < startedAt + SCRIPT_MS) {
      done = this.job.steps.next().done === true;
      steps += 1;
    }
    this.frame = { steps, startedAt };
    this.afterFrame.port2.postMessage(null);
    if (!done) return;
    this.front = 1 - this.front;
    this.painted = this.job;
    this.job = null;
  }

  /** Puts the painted sheet where the transform wants it. */
  place(now: Transform): void {
    const canvas = this.layers[this.front];
    const spare = this.layers[1 - this.front];
    if (this.painted === null || !canvas || !spare) return;
    const world = worldOn(this.painted.sheet);
    const scale = now.k / this.painted.sheet.scale;
    const x = onPixel(world.x * now.k + now.x);
    const y = onPixel(world.y * now.k + now.y);
    canvas.style.transform = `translate(${String(x)}px, ${String(y)}px) scale(${String(scale)})`;
    canvas.style.visibility = 'visible';
    spare.style.visibility = 'hidden';
  }

  /** Copies what is painted already. @returns the parts that are left; null when that is everything. */
  private takeOver(
    context: CanvasRenderingContext2D,
    picture: Picture,
    sheet: Sheet,
  ): readonly Rect[] | null {
    const shown = this.layers[this.front];
    if (this.isStale || this.painted?.picture !== picture || !shown) return null;
    const reuse = reuseOf(this.painted.sheet, sheet);
    if (reuse === null) return null;
    context.drawImage(shown, reuse.x, reuse.y);
    return reuse.exposed;
  }
}

/** Device pixels for one pixel of the page. */
export function density(): number {
  return Math.min(2, window.devicePixelRatio || 1);
}

function* paintParts(
  context: CanvasRenderingContext2D,
  { picture, sheet, zoom }: Painted,
  parts: readonly Rect[],
): Generator<undefined, void> {
  const { scale, left, top } = sheet;
  for (const part of parts) {
    context.save();
    context.beginPath();
    context.rect(part.x, part.y, part.width, part.height);
    context.clip();
    context.fillStyle = picture.theme.surface;
    context.fillRect(part.x, part.y, part.width, part.height);
    context.setTransform(scale, 0, 0, scale, -left, -top);
    const visible = grown(worldOn(sheet, part), BLEED);
    yield* paintGraph(context, { ...picture, zoom, visible });
    context.restore();
  }
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

/** Between device pixels everything would be blurred. */
function onPixel(value: number): number {
  return Math.round(value * density()) / density();
}

/** Setting the size clears and reallocates, so only when it differs. */
function resizeCanvas(canvas: HTMLCanvasElement, { width, height }: Size): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** The part of `rect` within `bounds`; at its edge when they do not meet. */
function clipped(rect: Rect, bounds: Rect): Rect {
  const x = Math.min(Math.max(rect.x, bounds.x), bounds.x + bounds.width);
  const y = Math.min(Math.max(rect.y, bounds.y), bounds.y + bounds.height);
  const right = Math.max(x, Math.min(rect.x + rect.width, bounds.x + bounds.width));
  const bottom = Math.max(y, Math.min(rect.y + rect.height, bounds.y + bounds.height));
  return { x, y, width: right - x, height: bottom - y };
}
