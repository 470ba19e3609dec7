/** What `npm start` needs to know of a preset. */

export interface Place {
  /** Folder of the demo, emptied at every start. */
  readonly work: string;
  /** Name of the stack. */
  readonly stack: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Those of another stack of the configuration. */
  outputsOf(stack: string): Readonly<Record<string, unknown>>;
  readonly outputsFile: string;
  /** Leads the command-line tool to the emulator. */
  readonly env: NodeJS.ProcessEnv;
}

export type Rows = readonly (readonly [string, string])[];

export interface Summary {
  /** What the stack is made of, for people. */
  readonly created: Rows;
  /** What was done with it, and how it was seen to be right. */
  readonly done: { readonly heading: string; readonly rows: Rows };
  /** Commands to go on with. */
  readonly next: Rows;
}

export interface PresetDemo {
  readonly title: string;
  /** Configuration with a stack of the preset, or both of its halves, from the root of the repository. */
  readonly configFile: string;
  /** Uses the stack with the built command-line tool, as a user would; throws when anything is not as it should be. */
  readonly use: (place: Place) => Promise<Summary>;
}
