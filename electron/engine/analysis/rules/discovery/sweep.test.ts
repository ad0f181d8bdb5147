import { rule } from './sweep.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'for i in {1..254}; do ping -c1 10.0.0.$i; done',
    'for p in $(seq 1 1024); do nc -zv 10.0.0.5 $p; done',
    'inotifywait -m -r /home',
  ],
  quiet: [
    'ping -c 3 example.com',
    'for h in a b; do ping -c1 $h.internal; done',
    'inotifywait -m src',
  ],
});
