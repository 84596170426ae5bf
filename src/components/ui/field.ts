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
