import { SegmentedControl } from "@mantine/core";
import { useKept } from "../../session";
import { BadStarts } from "./BadStarts";
import { Collapse } from "./Collapse";
import { KMeans } from "./KMeans";

type Way = "starts" | "collapse" | "k-means";

/** Three ways in which EM, or its cousin k-means, goes wrong. */
export default function FailuresChapter() {
  const [way, setWay] = useKept<Way>("failure", "starts");
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Ways to fail"
        data={[
          { value: "starts", label: "Bad starts" },
          { value: "collapse", label: "Collapse" },
          { value: "k-means", label: "k-means" },
        ]}
        value={way}
        onChange={(value) => setWay(value as Way)}
      />
      {way === "starts" && <BadStarts />}
      {way === "collapse" && <Collapse />}
      {way === "k-means" && <KMeans />}
    </>
  );
}
