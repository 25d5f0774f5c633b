// A stored secret by its name; a new one is stored here and never shown again.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { createPortal } from "react-dom";
import { queryClient } from "@/api/query";
import { putSecret, secretQueries } from "@/api/secrets";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Refusal } from "@/ui/states";

interface SecretFieldProps {
  label: string;
  required: boolean;
  value: string;
  onChange: (name: string) => void;
}

export function SecretField({ label, required, value, onChange }: SecretFieldProps) {
  const names = useQuery(secretQueries.list).data ?? [];
  const [adding, setAdding] = useState(false);
  const known = value === "" || names.includes(value) ? names : [value, ...names];
  return (
    <>
      <Field label={label} hint="The name of a stored secret; its value never comes back">
        {(ids) => (
          <div className="flex gap-2">
            <Select {...ids} required={required} value={value} onChange={(event) => onChange(event.target.value)} className="min-w-0 flex-1">
              <option value="">{names.length === 0 ? "No secret is stored yet" : "Choose one"}</option>
              {known.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
            <Button onClick={() => setAdding(true)}>
              <Plus aria-hidden /> New…
            </Button>
          </div>
        )}
      </Field>
      {adding && createPortal(<NewSecret onClose={() => setAdding(false)} onStored={onChange} />, document.body)}
    </>
  );
}

function NewSecret({ onClose, onStored }: { onClose: () => void; onStored: (name: string) => void }) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const storing = useMutation({
    mutationFn: () => putSecret(name.trim(), value),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["secrets"] });
      onStored(name.trim());
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // The dialog was opened within another form, which is not meant; in the document it stands outside of it.
    event.stopPropagation();
    storing.mutate();
  };
  return (
    <Dialog title="New secret" onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Secret's name" hint="Letters, digits and _; one that is there already gets the new value">
          {(ids) => <Input {...ids} autoFocus required placeholder="MAIL_PASSWORD" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="Value" hint="It is stored encrypted and masked wherever a run would print it">
          {(ids) => <Input {...ids} required type="password" autoComplete="new-password" value={value} onChange={(event) => setValue(event.target.value)} />}
        </Field>
        <Refusal error={storing.error} />
        <Button look="primary" type="submit" disabled={name.trim() === "" || value === "" || storing.isPending} className="self-start">
          Store it
        </Button>
      </form>
    </Dialog>
  );
}
