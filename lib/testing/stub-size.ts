import { vi } from 'vitest';

/** Gives every element that is observed a size in CSS pixels, which jsdom, having no layout, cannot. */
export function stubSize(width: number, height: number): void {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      private readonly tell: ResizeObserverCallback;
      constructor(tell: ResizeObserverCallback) {
        this.tell = tell;
      }
      observe(target: Element) {
        const size = [{ inlineSize: width, blockSize: height }];
        const sizes = { borderBoxSize: size, contentBoxSize: size };
        const contentRect = new DOMRectReadOnly(0, 0, width, height);
        this.tell([{ target, contentRect, ...sizes, devicePixelContentBoxSize: size }], this);
      }
      unobserve() {}
      disconnect() {}
    },
  );
}

/** Lets pointers be captured, which jsdom does not know. */
export function stubPointerCapture(): void {
  const captured = new Set<number>();
  Element.prototype.setPointerCapture = (pointer) => void captured.add(pointer);
  Element.prototype.hasPointerCapture = (pointer) => captured.has(pointer);
}
