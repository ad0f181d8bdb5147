/** The code of a thread that reads transcripts: it loads no rule, then waits for its order. */
import { parentPort } from 'node:worker_threads';
import { readInThread } from './reading-thread.ts';

parentPort?.once('message', readInThread);
