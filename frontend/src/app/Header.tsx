import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import classes from "./app.module.css";

export function Header() {
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme("light") === "dark" ? "light" : "dark";
  return (
    <header className={classes.header}>
      <img src="/favicon.svg" alt="" width={34} height={34} />
      <div>
        <h1>Gaussian mixtures</h1>
        <p>Fit them to your data, and watch expectation-maximisation find them.</p>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Switch to ${other} colours`}
        title={`Switch to ${other} colours`}
        onClick={() => setColorScheme(other)}
      >
        {other === "dark" ? <IconMoon size={19} stroke={1.7} /> : <IconSun size={19} stroke={1.7} />}
      </ActionIcon>
    </header>
  );
}
