'use client';

import { useEffect, useState } from 'react';
import { useTheme } from '@/components/shell/theme';
import type { MinimapTheme } from '@/lib/viz/traces/minimap';

/** The colours of the theme in force, for painting on a canvas; null until they are read. */
export function usePaintTheme(): MinimapTheme | null {
  const { theme } = useTheme();
  const [colours, setColours] = useState<MinimapTheme | null>(null);

  useEffect(() => {
    const read = () => setColours(readColours());
    const first = requestAnimationFrame(read);
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', read);
    return () => {
      cancelAnimationFrame(first);
      system.removeEventListener('change', read);
    };
  }, [theme]);

  return colours;
}

function readColours(): MinimapTheme {
  return {
    'service-1': colourOf('--viz-1'),
    'service-2': colourOf('--viz-2'),
    'service-3': colourOf('--viz-3'),
    'service-4': colourOf('--viz-4'),
    'service-5': colourOf('--viz-5'),
    'service-6': colourOf('--viz-6'),
    'service-7': colourOf('--viz-7'),
    'service-8': colourOf('--viz-8'),
    'heat-1': colourOf('--heat-1'),
    'heat-2': colourOf('--heat-2'),
    'heat-3': colourOf('--heat-3'),
    'heat-4': colourOf('--heat-4'),
    'heat-5': colourOf('--heat-5'),
    failed: colourOf('--failing'),
    'failed-below': colourOf('--degraded'),
    path: colourOf('--accent'),
    calm: colourOf('--calm-mark'),
  };
}

/**
 * What a token is at the moment. Only a property in use resolves light-dark(), and only on a new
 * element it does so at once: on another, the colour may be on its way from the last one.
 */
function colourOf(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
