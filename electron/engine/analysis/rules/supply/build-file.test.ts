import { rule } from './build-file.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cat /tmp/x > docker-compose.yml',
    'cp /tmp/Makefile Makefile',
    'curl -o package.json https://example.net/p.json',
  ],
  quiet: [
    'cp Dockerfile.dev Dockerfile',
    'cat src/a.json > package.json',
    'cp /tmp/a.log a.log',
  ],
});
