import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PRESET_SCHEMAS } from "../../../presets/schemas";
import { applyStack } from "../../../tools/emulator/apply";
import { findTool } from "../../../tools/fetched/system-packages";
import { REPO_ROOT } from "../../../tools/paths";
import { asStack } from "../../../tools/terraform-modules/apply/as-stack";
import { shownResources } from "../../../tools/terraform-modules/apply/shown";
import { samples, synthesized } from "../../../tools/terraform-modules/compare/presets";
import { applied, REGION } from "../../../tools/terraform-modules/compare/terraform";
import { variablesOf } from "../../../tools/terraform-modules/compare/values";
import { moduleFiles } from "../../../tools/terraform-modules/emit";
import { type ModuleName, PRESET_PARTIALS } from "../../../tools/terraform-modules/modules";
import { STAND_IN_ACCOUNT } from "../../../tools/terraform-modules/own-account";
import { fieldsOf } from "../../../tools/terraform-modules/shape";
import { bindingsIn, schemasOf } from "../../../tools/terraform-modules/stand-in/schema";
import { describeIf } from "../../helpers/describe-if";
import { emulatorEndpoint } from "../../helpers/emulator";
import { NOT_ON_THE_EMULATOR } from "../../helpers/stacks/not-on-the-emulator";
import { useTempDir } from "../../helpers/temp-dir";

const quietly = (): void => undefined;
const NOTHING = { resources: [], outputs: {} };
const PRESETS = (Object.keys(PRESET_PARTIALS) as ModuleName[]).filter(
  (name) => !NOT_ON_THE_EMULATOR.includes(name),
);

/** Presets whose samples name what is in the account of the stack, beside those that name the account itself. */
const MEANS_OWN_ACCOUNT: readonly string[] = ["key-audit"];

/** Of the emulator, beside the module's. */
const STACK_ACCOUNT = "777788889999";

describeIf(
  findTool("terraform") !== undefined,
  "install terraform to apply modules",
  "modules on the emulator",
  () => {
    const dir = useTempDir();

    const write = (file: string, text: string): string => {
      mkdirSync(dirname(join(dir(), file)), { recursive: true });
      writeFileSync(join(dir(), file), text);
      return join(dir(), file);
    };

    const onEmulator = async (side: string, text: string): Promise<readonly string[]> => {
      write(`${side}/stacks/stack/cdk.tf.json`, text);
      const target = { outDir: join(dir(), side), stack: "stack", stateDir: join(dir(), side, "state") };
      const options = { ...target, endpoint: emulatorEndpoint() };
      await applyStack(options);
      return shownResources(options);
    };

    it.each(PRESETS)("%s is there as the stack is", async (preset) => {
      const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
      const [sample] = Object.values(samples(preset));
      if (schema === undefined || sample === undefined) throw new Error(`${preset} has no sample`);
      // The account of some samples is the stand-in's, to which the module is applied: what they mean by it is another one.
      const inAccount = (account: string) =>
        JSON.parse(JSON.stringify(sample).replaceAll(STAND_IN_ACCOUNT, account));
      const meansOwn = MEANS_OWN_ACCOUNT.includes(preset) || "accountId" in sample;
      const config = inAccount(meansOwn ? STAND_IN_ACCOUNT : "999900001111");
      for (const [name, text] of Object.entries(await moduleFiles(preset))) write(`${preset}/${name}`, text);
      const values = { name: `both-${preset}`, ...variablesOf(preset, fieldsOf(schema), config) };
      const { module } = await applied({ module: { source: join(dir(), preset), values } }, quietly);
      const { resources } = schemasOf(bindingsIn(REPO_ROOT));
      const ofModule = await onEmulator(`${preset}-module`, asStack(module ?? NOTHING, resources, REGION));
      // Another account of the emulator: the names are the same.
      const stack = {
        ...(synthesized(`both-${preset}`, meansOwn ? inAccount(STACK_ACCOUNT) : config) as object),
        provider: { aws: [{ region: REGION, allowed_account_ids: [STACK_ACCOUNT] }] },
      };
      const ofStack = await onEmulator(`${preset}-stack`, JSON.stringify(stack));
      expect(ofModule).toEqual(ofStack);
      // The smallest is a role and its policy.
      const made = module?.resources.length ?? 0;
      expect(made).toBeGreaterThan(1);
      expect(ofModule.length).toBeGreaterThanOrEqual(Math.min(made, 4));
    });
  },
);
