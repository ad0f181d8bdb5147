import { rule } from './input-capture.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cat /dev/input/event3',
    'logkeys --start --output /tmp/k',
    'screencapture -x /tmp/s.png',
    'script -q /tmp/.session',
  ],
  quiet: [
    'script -q /dev/null npm test',
    'ffmpeg -i in.mp4 out.gif',
    'xinput list',
  ],
});
