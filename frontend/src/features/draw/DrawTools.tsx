import { ActionIcon } from "@mantine/core";
import { IconEraser, IconHandClick, IconPencil, IconPencilPlus } from "@tabler/icons-react";
import { obstacleToDrawing, useSession, type Tool } from "../../session";
import classes from "./draw.module.css";

const TOOLS = [
  { tool: "point", label: "Point at rows, take hold of components", icon: IconHandClick },
  { tool: "draw", label: "Draw points", icon: IconPencil },
  { tool: "erase", label: "Erase points", icon: IconEraser },
] as const satisfies readonly { tool: Tool; label: string; icon: unknown }[];

/** What the pointer is for, and an empty sheet. */
export function DrawTools() {
  const tool = useSession((state) => state.tool);
  const setTool = useSession((state) => state.setTool);
  const newDrawing = useSession((state) => state.newDrawing);
  const obstacle = useSession(({ columns, selection }) => obstacleToDrawing(columns, selection.count));
  return (
    <div className={classes.tools} role="group" aria-label="Pointer">
      {TOOLS.map(({ tool: each, label, icon: Icon }) => {
        const impossible = each === "point" ? null : obstacle;
        return (
          <ActionIcon
            key={each}
            size={32}
            variant={each === tool ? "light" : "subtle"}
            color={each === tool ? "indigo" : "gray"}
            aria-label={label}
            aria-pressed={each === tool}
            title={impossible ?? label}
            disabled={impossible !== null}
            onClick={() => setTool(each)}
          >
            <Icon size={18} stroke={1.7} />
          </ActionIcon>
        );
      })}
      <ActionIcon
        size={32}
        variant="subtle"
        color="gray"
        aria-label="New drawing"
        title="New drawing: an empty sheet"
        onClick={newDrawing}
      >
        <IconPencilPlus size={18} stroke={1.7} />
      </ActionIcon>
    </div>
  );
}
