import { rule } from './container.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'docker run --privileged -it alpine sh',
    'docker run -v /:/host alpine',
    'nsenter -t 1 -m sh',
  ],
  quiet: [
    'docker run --rm -v .:/app node npm test',
    'docker build .',
    'docker ps',
  ],
});
