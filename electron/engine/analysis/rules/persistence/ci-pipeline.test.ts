import { rule } from './ci-pipeline.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cat > Jenkinsfile <<\'E\'\npipeline {}\nE',
    'echo x >> .github/workflows/ci.yml',
    'cp /tmp/a.yml .gitlab-ci.yml',
  ],
  quiet: [
    { tool: 'Edit', input: { file_path: '/home/dev/shop/.github/workflows/ci.yml', old_string: 'a', new_string: 'b' } },
    'cat .github/workflows/ci.yml',
    'cp .github/workflows/ci.yml /tmp/ci.yml',
  ],
});
