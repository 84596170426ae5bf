import type { APIRoute } from 'astro';
import { mailFrame } from '#src/components/mail/frame.ts';
import { monthlyPreview } from '#src/domain/measures/monthly.ts';

/** The HTML of the mail about last month, for the frame on its page. */
export const GET: APIRoute = async ({ locals }) => mailFrame((await monthlyPreview(locals.ctx)).html);
