import { ActionIcon } from "@mantine/core";
import { IconMinus, IconPlus, IconZoomReset } from "@tabler/icons-react";
import classes from "./charts.module.css";

interface Props {
  readonly onZoom: (factor: number) => void;
  readonly onReset: () => void;
  readonly moved: boolean;
}

/** Zooming for those who have no wheel at hand. */
export function ZoomButtons({ onZoom, onReset, moved }: Props) {
  return (
    <ActionIcon.Group className={classes.zoomButtons}>
      <ActionIcon variant="default" size="md" aria-label="Zoom in" onClick={() => onZoom(1.5)}>
        <IconPlus size={15} />
      </ActionIcon>
      <ActionIcon variant="default" size="md" aria-label="Zoom out" onClick={() => onZoom(1 / 1.5)}>
        <IconMinus size={15} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="md"
        aria-label="Show all points"
        onClick={onReset}
        disabled={!moved}
      >
        <IconZoomReset size={15} />
      </ActionIcon>
    </ActionIcon.Group>
  );
}
