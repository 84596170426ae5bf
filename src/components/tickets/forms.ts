import type { FormState } from '#src/components/ui/formState.ts';

/** How each form of the ticket's page came back, by its action; of those to experts by their thread too. */
export type TicketForms = (action: string, thread?: number) => FormState;
