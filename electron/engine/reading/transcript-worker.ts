/** The code of a thread that reads transcripts, or judges what others read: each loads only what it needs. */
import { workerData } from 'node:worker_threads';
import type { JudgingOrder } from './judging-thread.ts';
import type { ReadingOrder } from './reading-thread.ts';

const order: ReadingOrder | JudgingOrder = workerData;
if (order.task === 'read') (await import('./reading-thread.ts')).readInThread(order);
else (await import('./judging-thread.ts')).judgeInThread(order);
