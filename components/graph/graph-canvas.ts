import { density, GraphSheets, type Picture } from '@/components/graph/graph-sheets';
import { paintEmphasis, type Emphasis } from '@/lib/viz/graph/paint';
import { visibleWorld, type Size, type Transform } from '@/lib/viz/graph/transform';

/** Milliseconds without another zoom after which the picture is painted anew. */
const SETTLE = 90;

/**
 * Shows a picture under a transform: the picture itself on sheets that are only moved, and over it what is
 * pointed at or selected. Nothing runs while nothing changes.
 */
export class GraphCanvas {
  private readonly sheets: GraphSheets;
  private readonly overlay: HTMLCanvasElement;
  private isOverlayClear = false;
  private picture: Picture | null = null;
  private emphasis: Emphasis | null = null;
  private transform: Transform = { x: 0, y: 0, k: 1 };
  private size: Size = { width: 0, height: 0 };
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
    this.sheets = new GraphSheets([create(), create()]);
  }

  setPicture(picture: Picture): void {
    this.picture = picture;
    this.sheets.discard();
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
    this.sheets.discard();
    this.schedule();
  }

  destroy(): void {
    cancelAnimationFrame(this.scheduled);
    clearTimeout(this.settling);
    this.sheets.destroy();
    this.overlay.remove();
  }

  private waitToSettle(): void {
    // The first picture and jumps from nothing need no rest.
    if (!this.sheets.hasPainted) this.settledZoom = this.transform.k;
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
    const { picture, sheets } = this;
    if (picture === null || this.size.width === 0) return;
    if (!sheets.isPainting && this.needsPainting())
      sheets.start(picture, { transform: this.transform, size: this.size });
    sheets.work();
    sheets.place(this.transform);
    this.paintOverlay(picture);
    if (sheets.isPainting || this.needsPainting()) this.schedule();
  }

  private needsPainting(): boolean {
    const { transform, size, settledZoom } = this;
    return this.sheets.needsPainting({ transform, size }, settledZoom === transform.k);
  }

  private paintOverlay(picture: Picture): void {
    const context = this.overlay.getContext('2d');
    if (!context || (this.emphasis === null && this.isOverlayClear)) return;
    const { x, y, k } = this.transform;
    const ratio = density();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.overlay.width, this.overlay.height);
    this.overlay.style.opacity = this.emphasis === null ? '0' : '1';
    this.isOverlayClear = this.emphasis === null;
    if (this.emphasis === null) return;
    context.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y);
    const visible = visibleWorld(this.transform, this.size);
    paintEmphasis(context, { ...picture, zoom: k, visible }, this.emphasis);
  }
}
