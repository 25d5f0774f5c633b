// Settings as fields of a form; the rare ones stand where one looks only when one needs them.
import { Field, Input, Select } from "@/ui/field";
import { SecretField } from "./SecretField";
import type { Setting, Values } from "./settings";

interface SettingsProps {
  settings: readonly Setting[];
  values: Values;
  onChange: (values: Values) => void;
}

export function Settings({ settings, ...rest }: SettingsProps) {
  const usual = settings.filter(({ rare, kind }) => !rare && kind !== "flag");
  const flags = settings.filter(({ kind }) => kind === "flag");
  const rare = settings.filter((setting) => setting.rare);
  return (
    <div className="flex flex-col gap-3">
      <Fields settings={usual} {...rest} />
      {flags.length > 0 && (
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          {flags.map((setting) => (
            <Flag key={setting.name} setting={setting} {...rest} />
          ))}
        </div>
      )}
      {rare.length > 0 && (
        <details open={rare.some(({ name }) => Boolean(rest.values[name])) || undefined}>
          <summary className="w-max text-accent">More settings</summary>
          <div className="mt-2">
            <Fields settings={rare} {...rest} />
          </div>
        </details>
      )}
    </div>
  );
}

function Fields({ settings, values, onChange }: SettingsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2 2xl:grid-cols-3">
      {settings.map((setting) => (
        <One key={setting.name} setting={setting} value={textOf(values[setting.name])} onChange={(value) => onChange({ ...values, [setting.name]: value })} />
      ))}
    </div>
  );
}

function Flag({ setting: { name, label }, values, onChange }: Omit<SettingsProps, "settings"> & { setting: Setting }) {
  return (
    <label className="flex items-center gap-2">
      <input type="checkbox" checked={values[name] === true} onChange={(event) => onChange({ ...values, [name]: event.target.checked })} className="size-4 accent-accent-strong" />
      {label}
    </label>
  );
}

/** What may be chosen where little can be. */
const CHOICES: Partial<Record<Setting["kind"], readonly (readonly [string, string])[]>> = {
  security: [
    ["", "TLS"],
    ["starttls", "STARTTLS"],
    ["none", "Not encrypted"],
  ],
  "file type": [
    ["", "CSV"],
    ["excel", "Excel"],
  ],
};

function One({ setting, value, onChange }: { setting: Setting; value: string; onChange: (value: string) => void }) {
  const { label, kind, hint, required = false, placeholder } = setting;
  if (kind === "secret") return <SecretField label={label} required={required} value={value} onChange={onChange} />;
  const choices = CHOICES[kind];
  return (
    <Field label={label} hint={hint}>
      {(ids) =>
        choices ? (
          <Select {...ids} value={choices.some(([word]) => word === value) ? value : ""} onChange={(event) => onChange(event.target.value)}>
            {choices.map(([word, words]) => (
              <option key={word} value={word}>
                {words}
              </option>
            ))}
          </Select>
        ) : (
          <Input {...ids} {...(kind === "number" && { type: "number", min: 1 })} required={required} placeholder={placeholder} value={value} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </Field>
  );
}

function textOf(value: string | boolean | undefined): string {
  return typeof value === "string" ? value : "";
}
