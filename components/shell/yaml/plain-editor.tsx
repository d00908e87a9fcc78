import type { YamlEditorProps } from '@/components/shell/yaml/yaml-editor';

/** The text alone, in tests without a screen: the editor has to be in sight to take keys. */
export function PlainEditor({ label, text, isReadOnly, onChange }: YamlEditorProps) {
  return (
    <textarea
      aria-label={label}
      value={text}
      readOnly={isReadOnly}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
