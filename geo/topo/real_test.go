package topo_test
import ("testing";"compress/gzip";"os";"bufio";"encoding/json";"strings";"time"
"perimetre/geo";"perimetre/geo/topo";"perimetre/internal/shared";"encoding/csv")
func TestScratch(t *testing.T){
 f,_:=os.Open(shared.File(t,"communes-2018.geojsonl.gz")); z,_:=gzip.NewReader(f)
 sc:=bufio.NewScanner(z); sc.Buffer(nil,1<<26)
 var pieces []topo.Piece; var codes []string
 for sc.Scan(){ var ft struct{Properties struct{Insee string};Geometry struct{Type string;Coordinates json.RawMessage}}
  if err:=json.Unmarshal(sc.Bytes(),&ft);err!=nil{t.Fatal(err)}
  var mp [][][][2]float64
  if ft.Geometry.Type=="Polygon"{var p [][][2]float64; json.Unmarshal(ft.Geometry.Coordinates,&p); mp=append(mp,p)}else{json.Unmarshal(ft.Geometry.Coordinates,&mp)}
  var g geo.MultiPolygon
  for _,p:=range mp{var pp geo.Polygon;for _,r:=range p{var rr geo.Ring;for _,c:=range r{q,err:=geo.Snap(c[0],c[1]);if err!=nil{t.Fatal(err)};rr=append(rr,q)};pp=append(pp,rr)};g=append(g,pp)}
  pieces=append(pieces,topo.Piece{Unit:int32(len(codes)),Geometry:g}); codes=append(codes,ft.Properties.Insee)}
 t0:=time.Now()
 c,ds:=topo.Build(len(codes),pieces)
 t.Log("build",time.Since(t0),c.NumArcs(),c.NumPoints(),c.NumNodes(),len(ds))
 for _,d:=range ds{ var u []string;for _,x:=range d.Units{u=append(u,codes[x])};t.Log(d.Kind,d.At,len(u))}
 // epci
 pass:=map[string]string{}
 {f,_:=os.Open(shared.File(t,"passage-communes-2018-2025.csv.gz"));z,_:=gzip.NewReader(f);rows,_:=csv.NewReader(z).ReadAll()
 for _,r:=range rows[1:]{ if _,ok:=pass[r[0]];!ok||r[0]==r[2]{pass[r[0]]=r[2]}}}
 ep:=map[string]string{}
 {f,_:=os.Open(shared.File(t,"epci-2025.csv.gz"));z,_:=gzip.NewReader(f);rows,_:=csv.NewReader(z).ReadAll()
 for _,r:=range rows[1:]{ep[r[3]]=r[0]}}
 report:=func(name string,key func(string)string){
  ids:=map[string]int32{};gr:=make([]int32,len(codes))
  for i,cd:=range codes{k:=key(cd); if k==""{gr[i]=-1;continue}; id,ok:=ids[k];if !ok{id=int32(len(ids));ids[k]=id};gr[i]=id}
  t0:=time.Now(); sh:=c.Dissolve(gr,len(ids)); t1:=time.Now()
  p,r,v:=0,0,0
  for _,s:=range sh{g:=c.Geometry(s);p+=len(g);v+=g.Vertices();r+=len(g)+g.Holes()}
  t.Log(name,len(ids),"polygons",p,"rings",r,"vertices",v,t1.Sub(t0),time.Since(t1))
 }
 report("communes",func(c string)string{return c})
 report("epci",func(c string)string{return ep[pass[c]]})
 report("dep",func(c string)string{if strings.HasPrefix(c,"97"){return c[:3]};return c[:2]})
 report("dep25",func(c string)string{c=pass[c];if strings.HasPrefix(c,"97"){return c[:3]};return c[:2]})
 report("france",func(c string)string{return "f"})
}
