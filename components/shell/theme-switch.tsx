'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from '@/components/shell/theme';
import { ToggleGroup } from '@/components/ui/toggle-group';

const CHOICES = [
  { id: 'system', label: <Monitor aria-hidden="true" />, name: 'As the system' },
  { id: 'light', label: <Sun aria-hidden="true" />, name: 'Light' },
  { id: 'dark', label: <Moon aria-hidden="true" />, name: 'Dark' },
] as const;

/** Chooses between the system's theme, light and dark. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  return <ToggleGroup label="Theme" choices={CHOICES} value={theme} onChange={setTheme} />;
}
