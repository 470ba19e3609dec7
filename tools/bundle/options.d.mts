import type { BuildOptions, Plugin } from "esbuild";

export const BUNDLE_OPTIONS: BuildOptions;
export const requiredHttp: Plugin;
export const withoutUnused: Plugin;
