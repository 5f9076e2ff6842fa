import { Button } from "@mantine/core";
import { ViewSection } from "../../components/ViewSection";
import { useSession } from "../../session";
import { APPLICATIONS, applicationOf } from "./uses";
import classes from "./learn.module.css";

/** What a mixture is good for; each use sets the plot for it. */
export function Uses() {
  const active = useSession((state) => applicationOf(state.look)?.key ?? null);
  const changeLook = useSession((state) => state.changeLook);
  return (
    <ViewSection title="What it is good for">
      <ul className={classes.applications}>
        {APPLICATIONS.map(({ key, title, text, action, layers }) => (
          <li key={key}>
            <h3>{title}</h3>
            <p>{text}</p>
            <Button
              variant={key === active ? "light" : "default"}
              size="xs"
              aria-pressed={key === active}
              onClick={() => changeLook(layers)}
            >
              {action}
            </Button>
          </li>
        ))}
      </ul>
    </ViewSection>
  );
}
