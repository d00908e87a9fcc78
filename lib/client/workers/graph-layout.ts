import type { LayoutReply, LayoutRequest } from '@/lib/client/graph-layout';
import { layoutGraph } from '@/lib/viz/graph/layout/layout';

self.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const reply: LayoutReply = { id: data.id, layout: layoutGraph(data.input, data.previous) };
  self.postMessage(reply);
});
