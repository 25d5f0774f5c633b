// Choosing a flow whose runs are listed.
import { useQuery } from "@tanstack/react-query";
import { flowQueries } from "@/api/flows";
import { Select } from "@/ui/field";

interface FlowChoiceProps {
  /** The id of the flow; none for all. */
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

export function FlowChoice({ value = "", onChange }: FlowChoiceProps) {
  const flows = useQuery(flowQueries.names).data ?? [];
  const unknown = value !== "" && !flows.some(({ id }) => id === value);
  return (
    <Select aria-label="Flow" value={value} onChange={(event) => onChange(event.target.value || undefined)} className="max-w-48">
      <option value="">Any flow</option>
      {unknown && <option value={value}>One flow</option>}
      {flows.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
