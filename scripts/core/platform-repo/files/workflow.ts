/** `.github/workflows/deploy.yml`. What is between `gh(…)` is an expression of GitHub. */
import type { Answers } from "../answers";
import { ENVIRONMENTS } from "../environments";
import { TERRAFORM_VERSION } from "../versions";

const gh = (expression: string): string => `\${{ ${expression} }}`;

/** Partition, by the region's first letters. Source: AWS IAM User Guide, "Amazon Resource Names (ARNs)". */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

export function deployYml({ accounts, region, presets }: Answers): string {
  const matrix = ENVIRONMENTS.map(
    (name) => `          - environment: ${name}
            account: "${accounts[name]}"
            stacks: ${presets.map((preset) => `${preset}-${name}`).join(" ")}`,
  ).join("\n");
  const setup = `      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - run: npm ci`;
  const aws = (role: string) => `      - uses: hashicorp/setup-terraform@v3
        with: { terraform_version: ${TERRAFORM_VERSION}, terraform_wrapper: false }
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:${partitionOf(region)}:iam::${gh("matrix.account")}:role/${role}
          aws-region: ${region}`;
  return `# Pull requests: check, show what the change lets whom do, plan. On main: apply, staging first.
name: deploy
on:
  pull_request:
  push:
    branches: [main]

permissions: {}

concurrency:
  group: deploy-${gh("github.ref")}
  cancel-in-progress: false

env:
  CHECKPOINT_DISABLE: "1"

jobs:
  check:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v4
        with: { persist-credentials: false }
${setup}
      - run: npm run check
      - run: npm test
      - run: npx cdktf synth

  access:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-24.04
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: actions/checkout@v4
        with: { persist-credentials: false }
      - uses: actions/checkout@v4
        with: { persist-credentials: false, ref: "${gh("github.event.pull_request.base.sha")}", path: .base }
${setup}
      - name: Policies before and after
        run: |
          npx cdktf synth
          npm run -s policies > after.txt
          (cd .base && npm ci && npx cdktf synth && npm run -s policies) > before.txt 2> before.log || {
            cat before.log
            : > before.txt # a base without stacks: everything is new
          }
          {
            echo "## Who may do what"
            echo '\`\`\`diff'
            diff -U 0 before.txt after.txt | grep -v '^[-+@][-+@]' | cut -c -2000 || echo "no policy changes"
            echo '\`\`\`'
          } | tee comment.md >> "$GITHUB_STEP_SUMMARY"
      - name: Comment
        if: github.event.pull_request.head.repo.full_name == github.repository
        env:
          GH_TOKEN: ${gh("github.token")}
          NUMBER: ${gh("github.event.number")}
        run: head -c 60000 comment.md | gh pr comment "$NUMBER" --repo "$GITHUB_REPOSITORY" --body-file -

  plan:
    needs: check
    # Pull requests of forks get no token, and so no plan.
    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-24.04
    permissions:
      contents: read
      id-token: write
      pull-requests: write
    strategy:
      matrix:
        include:
${matrix}
    steps:
      - uses: actions/checkout@v4
        with: { persist-credentials: false }
${setup}
${aws(`deployer-${gh("matrix.environment")}-plan`)}
      - name: Plan
        env:
          # The role can read the state and not lock it.
          TF_CLI_ARGS_plan: -lock=false
          STACKS: ${gh("matrix.stacks")}
        run: |
          set -o pipefail
          for stack in $STACKS; do npx cdktf diff "$stack" --no-color; done 2>&1 | tee plan.txt
      - name: Comment
        if: always()
        env:
          GH_TOKEN: ${gh("github.token")}
          NUMBER: ${gh("github.event.number")}
          ENVIRONMENT: ${gh("matrix.environment")}
        run: |
          test -f plan.txt || exit 0
          { echo "## Plan of $ENVIRONMENT"; echo '\`\`\`'; head -c 60000 plan.txt; echo '\`\`\`'; } |
            gh pr comment "$NUMBER" --repo "$GITHUB_REPOSITORY" --body-file -

  apply:
    needs: check
    if: github.event_name == 'push'
    runs-on: ubuntu-24.04
    # Who has to agree before production is a rule of the environment, in the settings of the repository.
    environment: ${gh("matrix.environment")}
    permissions:
      contents: read
      id-token: write
    strategy:
      # In this order; what fails stops the rest.
      max-parallel: 1
      fail-fast: true
      matrix:
        include:
${matrix}
    steps:
      - uses: actions/checkout@v4
        with: { persist-credentials: false }
${setup}
${aws(`deployer-${gh("matrix.environment")}`)}
      - name: Apply
        env:
          STACKS: ${gh("matrix.stacks")}
        run: |
          for stack in $STACKS; do npx cdktf deploy "$stack" --auto-approve --no-color; done
`;
}
