import { App } from "cdktf";
import type { Check } from "../../../modules/shape";
import { shown } from "../../../modules/show-value";

/** The app of a program. */
export const anApp: Check = (what, value) =>
  App.isApp(value) ? [] : [`${what} must be an App of cdktf, got ${shown(value)}`];
