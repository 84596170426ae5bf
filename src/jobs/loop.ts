import { setTimeout as sleep } from 'node:timers/promises';
import { systemContext, type App } from '#src/context.ts';
import { handlers, type Handler } from './handlers.ts';
import { failJob, finishJob, leaseJob, leaseMs, renewLease, type Job, type Lane } from './queue.ts';
import { recurring, type Schedule } from './recurring.ts';

/** How often an idle loop looks for a job, in milliseconds. */
const idleMs = 500;
/** How many jobs run at a time: three of mail, so that one slow server does not stop the letters to the others. */
const lanes: readonly Lane[] = ['rest', 'mail', 'mail', 'mail'];

export interface JobLoop {
  /** Ends after the job in hand. */
  stop(): Promise<void>;
}

/** Work off the queue and the clock until stopped. Any number of processes may do so over one database. */
export function startJobLoop(app: App): JobLoop {
  const stopping = new AbortController();
  const queues = lanes.map((lane) => workQueue(app, lane, stopping.signal));
  const clocks = recurring.map((schedule) => keepTime(app, schedule, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all([...queues, ...clocks]);
    },
  };
}

async function workQueue(app: App, lane: Lane, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await app.pace.quiet();
    const worked = await runNextJob(app, { lane }).catch((error: unknown) => {
      console.error('The job queue could not be read:', error);
      return false;
    });
    if (!worked) await pause(idleMs, signal);
  }
}

/** Lease and run one due job. @returns false when none was due. */
export async function runNextJob(
  app: App,
  {
    now = new Date(),
    known = handlers,
    lane,
  }: { now?: Date; known?: Record<string, Handler>; lane?: Lane } = {},
): Promise<boolean> {
  const job = await leaseJob(systemContext(app, now), lane);
  if (job) await runJob(app, job, known);
  return job !== null;
}

async function runJob(app: App, job: Job, known: Record<string, Handler>): Promise<void> {
  const handler = known[job.kind];
  const renewal = setInterval(() => void renew(app, job), leaseMs / 3);
  try {
    if (!handler) throw new Error(`No handler for a job of kind "${job.kind}".`);
    await handler(systemContext(app), job.payload);
    await finishJob(systemContext(app), job.id);
  } catch (error) {
    console.error(`Job ${job.id} (${job.kind}), try ${job.attempts}:`, error);
    await failJob(systemContext(app), job, error);
  } finally {
    clearInterval(renewal);
  }
}

const renew = (app: App, job: Job) =>
  renewLease(systemContext(app), job.id).catch((error: unknown) =>
    console.error(`The lease of job ${job.id} (${job.kind}) could not be renewed:`, error),
  );

/** Run once at the start, so that what fell due while nothing ran is caught up, then at its pace. */
async function keepTime(app: App, schedule: Schedule, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await schedule
      .run(systemContext(app))
      // Whatever is cut off by the stop goes on at the next start.
      .catch((error: unknown) => {
        if (!signal.aborted) console.error(`Recurring work "${schedule.name}" failed:`, error);
      });
    await pause(schedule.everyMs, signal);
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
