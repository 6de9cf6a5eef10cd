import {
  type ExperimentConfig,
  experimentConfigSchema,
  type FactoryConfig,
  factoryConfigSchema,
} from '@paper-factory/runners/schema';
import type { Loaded } from './load-entries.ts';
import { lazily } from './lazy-lines.ts';
import { parseYaml } from './parse-yaml.ts';
import type { RememberedConfigs } from './remembered-configs.ts';
import { finding, isRule, type Rule, rules, severityOf } from './rules.ts';
import type { RootFiles } from './safe-path.ts';
import { parseWith, type Source } from './schema-findings.ts';
import { formatPath } from './schema-words.ts';
import { didYouMean } from './suggest.ts';
import type { ConfigEntry, DataPath, Finding } from './types.ts';

export const rootConfigFile = 'factory.config.yaml';

/** Stands in for a root's config that could not be read, so that the other files are still checked. */
export const defaultConfig: FactoryConfig = factoryConfigSchema.parse({ schemaVersion: 1, title: 'Untitled' });

function checkRules(config: FactoryConfig, { file, line }: Source): Finding[] {
  return Object.entries(config.rules).flatMap(([name, wanted]) => {
    const path: DataPath = ['rules', name];
    if (!isRule(name)) {
      const hint = didYouMean(name, Object.keys(rules)).trim() || `Rules are: ${Object.keys(rules).join(', ')}.`;
      return [finding('keys-are-known', file, line(path), `expected a known rule in rules, found "${name}"`, hint)];
    }
    const rule: Rule = rules[name];
    if (severityOf(name, config) === wanted) return [];
    const message = `${formatPath(path)}: expected ${rule.severity}, found "${wanted}"`;
    const hint = 'Remove the line: this rule keeps a root from running or reading more than its own.';
    return [finding('fields-are-valid', file, line(path), message, hint)];
  });
}

/** Reads a root's own config; `config` is null where it is missing or cannot be read. */
export function loadFactoryConfig(
  files: RootFiles,
  remembered?: RememberedConfigs,
): {
  config: FactoryConfig | null;
  exists: boolean;
  source: Source;
  findings: Finding[];
} {
  const file = rootConfigFile;
  const text = files.text(file);
  if (text === null)
    return { config: null, exists: files.findings.length > 0, source: { file, line: () => 1 }, findings: [] };
  const yaml = parseYaml(text, file);
  const source = { file, line: yaml.line };
  if (yaml.findings.length > 0) return { config: null, exists: true, source, findings: yaml.findings };
  const parsed = parseWith(factoryConfigSchema, yaml.value, source);
  const findings = parsed.data ? checkRules(parsed.data, source) : parsed.findings;
  if (parsed.data && findings.length === 0) remembered?.keepFactory(text, parsed.data);
  return { config: parsed.data, exists: true, source, findings };
}

function parseConfig(text: string, file: string): { entry: ConfigEntry | null; findings: Finding[] } {
  const yaml = parseYaml(text, file);
  if (yaml.findings.length > 0) return { entry: null, findings: yaml.findings };
  const { data: config, findings } = parseWith(experimentConfigSchema, yaml.value, { file, line: yaml.line });
  return { entry: config && entryOf(config, text, file), findings };
}

/** An entry; where its fields stand is parsed when somebody asks: a parsed text takes ten times its length. */
const entryOf = (config: ExperimentConfig, text: string, file: string): ConfigEntry => ({
  config,
  text,
  file,
  line: lazily(() => parseYaml(text, file).line),
});

/** An entry of what was parsed before. */
function recall(text: string, file: string, remembered?: RememberedConfigs): ConfigEntry | null {
  const config = remembered?.experiment(text);
  return config ? entryOf(config, text, file) : null;
}

/** Loads `experiments/<id>/config.yaml`. */
export function loadConfigs(files: RootFiles, remembered?: RememberedConfigs): Loaded<ConfigEntry> {
  const loaded: Loaded<ConfigEntry> = { entries: [], names: new Set(), findings: [] };
  for (const folder of files.list('experiments').filter(({ isFolder }) => isFolder)) {
    const file = `${folder.file}/config.yaml`;
    const before = files.findings.length;
    const text = files.text(file);
    if (text === null && files.findings.length === before) {
      const message = `expected the file config.yaml in ${folder.file}, found none`;
      loaded.findings.push(finding('file-is-expected', folder.file, 1, message, 'Add a config, or remove the folder.'));
      continue;
    }
    loaded.names.add(folder.name);
    if (text === null) continue;
    const known = recall(text, file, remembered);
    const { entry, findings } = known ? { entry: known, findings: [] } : parseConfig(text, file);
    loaded.findings.push(...findings);
    if (!entry) continue;
    loaded.entries.push(entry);
    if (!known) remembered?.keepExperiment(text, entry.config);
  }
  return loaded;
}
