import type { PresetName } from "../../../presets";
import type { Row } from "./common";
import { fleet } from "./fleet";
import { KEY_PRESETS } from "./keys";
import { PAIR_PRESETS } from "./pairs";

/** Every preset has a row. */
export const PRESETS: Readonly<Record<PresetName, Row>> = { ...KEY_PRESETS, ...PAIR_PRESETS, fleet };
