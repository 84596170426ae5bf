import { z } from 'zod';
import type { AgentActor } from '#src/context.ts';
import { lineInput } from '#src/domain/text.ts';
import { locales, type Locale } from '#src/i18n/index.ts';

export type Role = 'agent' | 'admin';
export const roles = ['agent', 'admin'] as const;
export const tiers = [1, 2, 3, 4] as const;

/** An agent as the rest of Portico knows one: no secret is part of it. */
export interface Agent {
  id: number;
  email: string;
  name: string;
  role: Role;
  /** 1 to 4. */
  tier: number;
  locale: Locale;
  hasSecondFactor: boolean;
  isDisabled: boolean;
  lastSeenAt: Date | null;
  createdAt: Date;
}

export const nameInput = lineInput({ min: 1, max: 100 });
export const roleInput = z.enum(roles, { error: 'bad_choice' });
export const tierInput = z.coerce
  .number({ error: 'bad_choice' })
  .int()
  .min(1)
  .max(4, { error: 'bad_choice' });
export const localeInput = z.enum(locales, { error: 'bad_choice' });

/** The agent as an actor, for a Context. */
export function actorOf(agent: Pick<Agent, 'id' | 'name' | 'role' | 'tier'>): AgentActor {
  return { kind: 'agent', id: agent.id, name: agent.name, role: agent.role, tier: agent.tier };
}
