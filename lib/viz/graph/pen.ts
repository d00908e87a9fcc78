import type { HealthStatus } from '@/lib/viz/graph/model';

/** The part of a 2D context that painting uses; a test can stand in for it. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'bezierCurveTo'
  | 'closePath'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'globalAlpha'
  | 'lineCap'
  | 'lineJoin'
  | 'lineTo'
  | 'lineWidth'
  | 'moveTo'
  | 'roundRect'
  | 'setLineDash'
  | 'stroke'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
>;

/** The colours and font of a painting. Taken from the design tokens by the caller. */
export interface GraphTheme {
  readonly surface: string;
  readonly raised: string;
  readonly sunken: string;
  readonly border: string;
  readonly borderStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly health: Readonly<Record<HealthStatus, string>>;
  readonly font: string;
}

/** How much to draw at a zoom: all, names, or only blocks of colour. */
export type Detail = 'full' | 'names' | 'blocks';

const FULL_FROM = 0.55;
const NAMES_FROM = 0.3;

/** What can be read at a zoom, and so is drawn. */
export function detailAt(zoom: number): Detail {
  if (zoom >= FULL_FROM) return 'full';
  return zoom >= NAMES_FROM ? 'names' : 'blocks';
}
