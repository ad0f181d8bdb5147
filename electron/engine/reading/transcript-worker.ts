/** The code of a thread that reads transcripts, or judges what others read: each loads only what it needs, then waits for its order. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadTask } from './reading-threads.ts';

const { task }: { readonly task: ThreadTask } = workerData;
const run = task === 'read' ? (await import('./reading-thread.ts')).readInThread : (await import('./judging-thread.ts')).judgeInThread;
parentPort?.once('message', run);
