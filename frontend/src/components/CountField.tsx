import { NumberInput } from "@mantine/core";
import { useState } from "react";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

/** A whole number between two bounds; what was typed counts once it is one, and is set right when the field is left. */
export function CountField({ label, value, least, most, onChange }: Props) {
  const [typed, setTyped] = useState<string | number | null>(null);
  return (
    <NumberInput
      label={label}
      value={typed ?? value}
      min={least}
      max={most}
      allowDecimal={false}
      allowNegative={false}
      onChange={(next) => {
        const count = next === "" ? NaN : Math.round(Number(next));
        setTyped(next);
        if (count >= least && count <= most) onChange(count);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
