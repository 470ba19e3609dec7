/** The import table of docs/architecture.md as data. Patterns match paths from the root, without extension; packages are `npm:<name>`. */

export interface Rule {
  /** For messages: the row of the table. */
  readonly row: string;
  readonly from: RegExp;
  /** What these files may import; their own row's files always, of the same group where the pattern has one. */
  readonly may: readonly RegExp[];
}

const CDKTF = /^npm:(cdktf|constructs|@cdktf\/provider-aws)(\/|$)/;
const BARE_CDKTF = /^npm:(cdktf|constructs)$/;
const NODE = /^node:/;
const LEAF = /^modules\/[^/]+$/;
/** Reads files of settings against a schema: both halves have some. */
const CHECKED_YAML = /^modules\/checked-yaml\//;
const CONTRACT = /^modules\/(backup-contract|state-contract|state-blocks|arn|printable)$/;
const CLI_BASE =
  /^scripts\/((output|settings)\/[^/]+|errors|heap-flags|shell-word|span|system-(codes|failure))$/;
const ERRORS = /^scripts\/(errors|shell-word|settings\/settings-checks|span|system-codes)$/;
const SDK = /^npm:@(aws-sdk|aws-crypto|smithy)\//;
const OTHER_PACKAGE = /^npm:(?!@aws-sdk\/|@aws-crypto\/|@smithy\/|cdktf|constructs|@cdktf\/)/;

/** The first row that matches a file is its row; a file without one is a violation. */
export const RULES: readonly Rule[] = [
  { row: "main.ts", from: /^main$/, may: [BARE_CDKTF, /^(access|config|presets)\/index$/] },
  {
    row: "config",
    from: /^config\//,
    may: [LEAF, CHECKED_YAML, /^presets\/(schemas|common\/config\/[^/]+)$/, /^npm:(zod|yaml)$/, NODE],
  },
  { row: "presets/common", from: /^presets\/common\//, may: [...presetMay(), NODE] },
  { row: "a preset", from: /^presets\/([^/]+)\//, may: presetMay() },
  { row: "presets", from: /^presets\/[^/]+$/, may: [...presetMay(), /^presets\/[^/]+\/(index|config)$/] },
  { row: "modules/s3", from: /^modules\/s3\//, may: [/^modules\/(kms|iam)\//, LEAF, CDKTF] },
  { row: "modules/dynamodb", from: /^modules\/dynamodb\//, may: [/^modules\/(kms|iam)\//, LEAF, CDKTF] },
  { row: "modules/deployer", from: /^modules\/deployer\//, may: [/^modules\/iam\//, LEAF, CDKTF] },
  { row: "modules/audit", from: /^modules\/audit\//, may: [/^modules\/(kms|iam)\//, LEAF, CDKTF] },
  { row: "modules/kms", from: /^modules\/kms\//, may: [/^modules\/iam\//, LEAF, CDKTF] },
  { row: "modules/iam", from: /^modules\/iam\//, may: [LEAF, CDKTF] },
  { row: "modules/checked-yaml", from: CHECKED_YAML, may: [LEAF, /^npm:(zod|yaml)$/] },
  { row: "leaf files", from: LEAF, may: [BARE_CDKTF] },
  {
    row: "scripts/code-cache",
    from: /^scripts\/code-cache\//,
    may: [/^scripts\/(code-cache\/|heap-flags$)/, NODE],
  },
  {
    row: "scripts/bin",
    from: /^scripts\/bin$/,
    may: [/^scripts\/(cli|services|process\/[^/]+)$/, CLI_BASE],
  },
  // Wires adapters to commands, so that neither knows the other.
  {
    row: "scripts/services",
    from: /^scripts\/services$/,
    may: [/^scripts\/(core|clients|commands)\//, /^scripts\/fleet-handler$/, CLI_BASE, NODE],
  },
  {
    row: "scripts/cli",
    from: /^scripts\/cli(?:\/|$)/,
    may: [/^scripts\/package\.json$/, /^scripts\/commands\//, CLI_BASE, CONTRACT, /^npm:commander$/, NODE],
  },
  {
    row: "scripts/commands",
    from: /^scripts\/commands\//,
    may: [/^scripts\/(core|kms-plugin)\//, /^access\/(?!index$)/, CLI_BASE, CONTRACT, OTHER_PACKAGE, NODE],
  },
  {
    row: "scripts/core adapters",
    // In a room of use cases, the file that speaks to AWS is named after the service.
    from: /^scripts\/core\/(?:(crypto|store)\/|[a-z-]+\/(cloudtrail|cloudwatch|ec2|iam|kms|rds|s3|service-quotas|sts)-[a-z-]+$)/,
    may: [/^scripts\/(core|clients)\//, /^access\/live\/facts$/, ERRORS, CONTRACT, SDK, OTHER_PACKAGE, NODE],
  },
  {
    // A page is written by the command of the same answers.
    row: "scripts/core/access-page and access-live",
    from: /^scripts\/core\/access-(page|live)\//,
    may: [/^access\/(?!index$)/, /^scripts\/core\/cost\//, ERRORS, CONTRACT, OTHER_PACKAGE, NODE],
  },
  {
    // The policies of a key are the preset's own statements, which are pure: nothing of cdktf comes with them.
    row: "scripts/core/key-setup",
    from: /^scripts\/core\/key-setup\//,
    may: [
      /^presets\/etcd-ca-backup\/(place|policies)$/,
      /^modules\/(kms|iam)\/(?!index$)/,
      /^modules\/partitions$/,
      /^scripts\/core\/key-life\//,
      ERRORS,
      CONTRACT,
    ],
  },
  {
    row: "scripts/core use cases",
    from: /^scripts\/core\//,
    may: [ERRORS, CONTRACT, CHECKED_YAML, /^modules\/config-error$/, OTHER_PACKAGE, NODE],
  },
  {
    row: "scripts/clients",
    from: /^scripts\/clients\//,
    may: [ERRORS, CONTRACT, SDK, /^npm:hpagent$/, NODE],
  },
  {
    row: "scripts/kms-plugin",
    from: /^scripts\/kms-plugin\//,
    may: [/^scripts\/(core|clients)\//, CLI_BASE, CONTRACT, OTHER_PACKAGE, NODE],
  },
  // A program of its own, for Lambda: it wires adapters to the use cases of a fleet.
  {
    row: "scripts/fleet-handler",
    from: /^scripts\/fleet-handler$/,
    may: [/^scripts\/core\//, ERRORS, NODE],
  },
  {
    row: "scripts/process",
    from: /^scripts\/process\//,
    may: [/^scripts\/core\/outputs\/descriptor-writer$/, ERRORS, NODE],
  },
  { row: "scripts/output", from: /^scripts\/output\//, may: [ERRORS, CONTRACT, NODE] },
  { row: "scripts/settings", from: /^scripts\/settings\//, may: [ERRORS, CONTRACT, NODE] },
  { row: "scripts", from: /^scripts\/[^/]+$/, may: [/^scripts\/core\/errno$/, CONTRACT, NODE] },
  // Published, and pure but for its faces: nothing but the catalogue's data.
  { row: "access", from: /^access\//, may: [/^modules\/iam\/catalogue\//, LEAF, BARE_CDKTF, NODE] },
  // Published: nothing of tools.
  {
    row: "testing",
    from: /^testing\//,
    may: [
      LEAF,
      /^access\/(index$|model\/grants$|(sources|mutants)\/)/,
      /^presets\/common\/claims\/claim$/,
      BARE_CDKTF,
      NODE,
    ],
  },
  {
    row: "tools",
    from: /^tools\//,
    may: [
      /^(modules|presets|config|access|main)(\/|$)/,
      /^scripts\/(?!commands\/(?!format$))/,
      /^npm:/,
      NODE,
    ],
  },
];

/** Constructs by their index; pure files one by one, because an index brings cdktf with it. */
function presetMay(): RegExp[] {
  return [
    /^modules\/[^/]+\/index$/,
    /^modules\/(iam|kms|s3|dynamodb|audit|deployer)\/(?!index$)/,
    LEAF,
    CHECKED_YAML,
    /^presets\/common\//,
    CDKTF,
    /^npm:zod$/,
  ];
}

/**
 * Files that are not pure; every other one of modules, presets and config is: it imports, besides types, only pure files, and knows no
 * process, clock or randomness. So it can be tested as a function.
 */
export const NOT_PURE: readonly RegExp[] = [
  /\/index$/,
  /^modules\/iam\/(attachments|identities)\/(?!(holder|roles-anywhere-rules|secret-handling)$)/,
  /^modules\/iam\/(aws-environment|render-policy|policies\/token-text)$/,
  /^modules\/kms\/(grants\/grant|aliases\/alias)$/,
  /^modules\/kms\/key\/(key|key-access|key-rules|grantable-key|(replica|multi-region)-key|rotated-keys|existing-keys)$/,
  /^modules\/s3\/bucket\/(bucket|bucket-(logs|parts|rules)|notification-parts|part-chain)$/,
  /^modules\/s3\/(policy\/(bucket-grants|growing-policy)|settings\/account-public-access-block|replication\/(batch-)?replication)$/,
  /^modules\/dynamodb\/table$/,
  /^modules\/deployer\/(deployer|tag-for-deployer)$/,
  /^modules\/audit\/(trail|trail-rules|alert-topic|alerts\/alerts)$/,
  /^presets\/common\/stack\/(?!trust$)/,
  /^presets\/[^/]+\/([a-z-]+-)?stack$/,
  /^config\/load$/,
  /^access\/read\//,
];

/** The constructs of a preset take modules as a whole. */
export const TAKES_INDEX_ONLY = /^presets\/.*(stack|index)$/;
export const MODULE_FILE = /^modules\/(?!checked-yaml\/)[^/]+\/(?!index$)/;

/** Where files are pure unless they are {@link NOT_PURE}. */
export const PURE_ROOTS = /^(modules|presets|config|access)\//;

/** Packages that do no more than compute. */
export const PURE_PACKAGES = /^(npm:(zod|yaml)|node:crypto)$/;

/** What makes a function depend on more than its arguments. */
export const IMPURE_GLOBALS = ["process", "Date", "performance", "crypto", "console", "Math.random"] as const;

/** Files that must not touch the process or the terminal, however impure they are. */
export const SILENT = /^scripts\/core\//;
export const TERMINAL_GLOBALS = ["process", "console"] as const;
