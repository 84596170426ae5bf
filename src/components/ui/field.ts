import type { HTMLAttributes, HTMLTag } from 'astro/types';

/** What every field is told: its name, what it asks, and what was wrong with the last answer. */
export interface FieldProps {
  name: string;
  label: string;
  hint?: string | undefined;
  /** In the reader's words; ErrorSummary links to the field by its id. */
  error?: string | undefined;
  /** Shown behind the label, e.g. `t('ui.optional')`. A field is required unless it says otherwise. */
  optional?: string | undefined;
  /** The label is there for screen readers only; something visible must say the same. */
  hideLabel?: boolean;
  id?: string | undefined;
}

/** The props of a field around one control: what the field is told, and attributes of the control that it leaves open. */
export type ControlProps<T extends HTMLTag> = FieldProps &
  Omit<HTMLAttributes<T>, 'name' | 'id' | 'required' | 'aria-describedby' | 'aria-invalid'>;

/** The two kinds of props of a field, apart. */
export function splitProps<P extends FieldProps>(props: P) {
  const { name, label, hint, error, optional, hideLabel, id, ...rest } = props;
  return { field: { name, label, hint, error, optional, hideLabel, id }, rest };
}

/** The ids that tie label, hint, error and control together. */
export function fieldIds({
  name,
  id = `field-${name}`,
  hint,
  error,
}: Pick<FieldProps, 'name' | 'id' | 'hint' | 'error'>) {
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error && errorId, hint && hintId].filter(Boolean).join(' ') || undefined;
  return { id, hintId, errorId, describedBy, invalid: error ? ('true' as const) : undefined };
}

/** The attributes that every control takes from its field. */
export function controlAttributes(field: FieldProps) {
  const { id, describedBy, invalid } = fieldIds(field);
  return {
    id,
    name: field.name,
    'aria-describedby': describedBy,
    'aria-invalid': invalid,
    required: field.optional === undefined,
  };
}
