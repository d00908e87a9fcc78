import { contains, grown, type Rect } from '@/lib/viz/graph/geometry';
import type { Label } from '@/lib/viz/graph/labels';
import { paintEmphasis, paintGraph, type Emphasis } from '@/lib/viz/graph/paint';
import type { GraphTheme } from '@/lib/viz/graph/pen';
import type { Scene } from '@/lib/viz/graph/scene';
import { visibleWorld, type Size, type Transform } from '@/lib/viz/graph/transform';

/** What is to be seen. */
export interface Picture {
  readonly scene: Scene;
  readonly labels: ReadonlyMap<string, Label>;
  readonly theme: GraphTheme;
}

/** Milliseconds of a frame that painting may take. */
const FRAME_BUDGET = 7;
/** Milliseconds without another zoom after which the picture is painted anew. */
const SETTLE = 90;
/** How much more than the view is painted on each side, so that a pan finds it there. */
const MARGIN = 0.35;
const MOST_PIXELS = 9_000_000;

/**
 * Shows a picture under a transform. The picture is painted once, larger than the view, onto a
 * canvas that is then only moved; a new one is painted aside, a slice a frame, when the old one
 * no longer covers the view or its zoom has settled. Nothing runs while nothing changes.
 */
export class GraphCanvas {
  private readonly layers: readonly [HTMLCanvasElement, HTMLCanvasElement];
  private readonly overlay: HTMLCanvasElement;
  private front = 0;
  private painted: Frame | null = null;
  private job: Job | null = null;
  private picture: Picture | null = null;
  private emphasis: Emphasis | null = null;
  private transform: Transform = { x: 0, y: 0, k: 1 };
  private size: Size = { width: 0, height: 0 };
  private isStale = false;
  private scheduled = 0;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private settledZoom = 1;

  constructor(host: HTMLElement) {
    const create = () => {
      const canvas = document.createElement('canvas');
      canvas.setAttribute('aria-hidden', 'true');
      canvas.style.position = 'absolute';
      canvas.style.left = '0';
      canvas.style.top = '0';
      canvas.style.transformOrigin = '0 0';
      canvas.style.pointerEvents = 'none';
      host.append(canvas);
      return canvas;
    };
    this.overlay = create();
    this.overlay.style.zIndex = '1';
    this.layers = [create(), create()];
  }

  setPicture(picture: Picture): void {
    this.picture = picture;
    this.isStale = true;
    this.schedule();
  }

  setEmphasis(emphasis: Emphasis | null): void {
    this.emphasis = emphasis;
    this.schedule();
  }

  setTransform(transform: Transform): void {
    const zoomed = transform.k !== this.transform.k;
    this.transform = transform;
    if (zoomed) this.waitToSettle();
    this.schedule();
  }

  resize(size: Size): void {
    this.size = size;
    this.overlay.width = Math.max(1, Math.round(size.width * density()));
    this.overlay.height = Math.max(1, Math.round(size.height * density()));
    this.overlay.style.width = `${String(size.width)}px`;
    this.overlay.style.height = `${String(size.height)}px`;
    this.isStale = true;
    this.schedule();
  }

  destroy(): void {
    cancelAnimationFrame(this.scheduled);
    clearTimeout(this.settling);
    for (const canvas of [...this.layers, this.overlay]) canvas.remove();
  }

  private waitToSettle(): void {
    // The first picture and jumps from nothing need no rest.
    if (this.painted === null) this.settledZoom = this.transform.k;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.settledZoom = this.transform.k;
      this.schedule();
    }, SETTLE);
  }

  private schedule(): void {
    if (this.scheduled !== 0) return;
    this.scheduled = requestAnimationFrame(() => {
      this.scheduled = 0;
      this.frame();
    });
  }

  private frame(): void {
    if (this.picture === null || this.size.width === 0) return;
    if (this.job === null && this.needsPainting()) this.job = this.startJob(this.picture);
    if (this.job !== null) this.workOn(this.job);
    this.place();
    this.paintOverlay(this.picture);
    if (this.job !== null || this.needsPainting()) this.schedule();
  }

  private needsPainting(): boolean {
    if (this.painted === null || this.isStale) return true;
    const settled = this.settledZoom === this.transform.k;
    if (settled && this.painted.transform.k !== this.transform.k) return true;
    const visible = visibleWorld(this.transform, this.size);
    const { world, bounds } = this.painted;
    // Beyond the graph itself there is nothing to paint.
    const wanted = clipped(grown(visible, (visible.width * MARGIN) / 3), bounds);
    return settled && !contains(grown(world, 1), wanted);
  }

  private startJob(picture: Picture): Job | null {
    const canvas = this.layers[1 - this.front];
    const context = canvas?.getContext('2d', { alpha: false });
    if (!canvas || !context) return null;
    this.isStale = false;
    const { k } = this.transform;
    const visible = visibleWorld(this.transform, this.size);
    const margin = MARGIN * Math.min(1, MOST_PIXELS / (this.size.width * this.size.height * 3));
    const world = {
      x: visible.x - visible.width * margin,
      y: visible.y - visible.height * margin,
      width: visible.width * (1 + 2 * margin),
      height: visible.height * (1 + 2 * margin),
    };
    const scale = density() * k;
    resizeCanvas(canvas, Math.ceil(world.width * scale), Math.ceil(world.height * scale));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = picture.theme.surface;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.setTransform(scale, 0, 0, scale, -world.x * scale, -world.y * scale);
    context.lineCap = 'butt';
    context.lineJoin = 'round';
    const steps = paintGraph(context, { ...picture, zoom: k, visible: world });
    return { steps, frame: { world, transform: this.transform, bounds: picture.scene.bounds } };
  }

  private workOn({ steps, frame }: Job): void {
    const end = performance.now() + FRAME_BUDGET;
    let done = false;
    while (!done && performance.now() < end) done = steps.next().done === true;
    if (!done) return;
    this.front = 1 - this.front;
    this.painted = frame;
    this.job = null;
  }

  private place(): void {
    const canvas = this.layers[this.front];
    const spare = this.layers[1 - this.front];
    if (this.painted === null || !canvas || !spare) return;
    const { world, transform } = this.painted;
    const scale = this.transform.k / transform.k / density();
    const x = onPixel(world.x * this.transform.k + this.transform.x);
    const y = onPixel(world.y * this.transform.k + this.transform.y);
    canvas.style.transform = `translate(${String(x)}px, ${String(y)}px) scale(${String(scale)})`;
    canvas.style.visibility = 'visible';
    spare.style.visibility = 'hidden';
  }

  private paintOverlay(picture: Picture): void {
    const context = this.overlay.getContext('2d');
    if (!context) return;
    const { x, y, k } = this.transform;
    const ratio = density();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.overlay.width, this.overlay.height);
    this.overlay.style.opacity = this.emphasis === null ? '0' : '1';
    if (this.emphasis === null) return;
    context.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y);
    const visible = visibleWorld(this.transform, this.size);
    paintEmphasis(context, { ...picture, zoom: k, visible }, this.emphasis);
  }
}

/** What a canvas shows: a part of the world, painted for a transform. */
interface Frame {
  readonly world: Rect;
  readonly transform: Transform;
  readonly bounds: Rect;
}

interface Job {
  readonly steps: Generator<undefined, void>;
  readonly frame: Frame;
}

function density(): number {
  return Math.min(2, window.devicePixelRatio || 1);
}

/** Between device pixels everything would be blurred. */
function onPixel(value: number): number {
  return Math.round(value * density()) / density();
}

/** Setting the size clears and reallocates, so only when it differs. */
function resizeCanvas(canvas: HTMLCanvasElement, width: number, height: number): void {
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
